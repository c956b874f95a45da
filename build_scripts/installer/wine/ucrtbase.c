/* For trials only, never shipped: the complex functions of C that numpy imports and that Wine 10 lacks.
   Arguments are structures, as Microsoft's compiler passes them; `long double` is its `double`. */
#include <complex.h>

typedef struct { double part[2]; } Double;
typedef struct { float part[2]; } Float;

static double complex of_d(Double z) { return z.part[0] + z.part[1] * I; }
static float complex of_f(Float z) { return z.part[0] + z.part[1] * I; }
static Double as_d(double complex z) { return (Double){{creal(z), cimag(z)}}; }
static Float as_f(float complex z) { return (Float){{crealf(z), cimagf(z)}}; }

#define COMPLEX(name) \
    Double own_##name(Double z) { return as_d(name(of_d(z))); } \
    Double own_##name##l(Double z) { return as_d(name(of_d(z))); } \
    Float own_##name##f(Float z) { return as_f(name##f(of_f(z))); }
#define REAL(name) \
    double own_##name(Double z) { return name(of_d(z)); } \
    double own_##name##l(Double z) { return name(of_d(z)); } \
    float own_##name##f(Float z) { return name##f(of_f(z)); }

COMPLEX(cacos) COMPLEX(cacosh) COMPLEX(casin) COMPLEX(casinh) COMPLEX(catan) COMPLEX(catanh)
COMPLEX(ccos) COMPLEX(ccosh) COMPLEX(csin) COMPLEX(csinh) COMPLEX(ctan) COMPLEX(ctanh)
COMPLEX(cexp) COMPLEX(clog) COMPLEX(csqrt) COMPLEX(conj) COMPLEX(cproj)
REAL(cabs) REAL(carg) REAL(creal) REAL(cimag)

Double own_cpow(Double z, Double w) { return as_d(cpow(of_d(z), of_d(w))); }
Double own_cpowl(Double z, Double w) { return as_d(cpow(of_d(z), of_d(w))); }
Float own_cpowf(Float z, Float w) { return as_f(cpowf(of_f(z), of_f(w))); }
