/* A library that has no code of its own: its .def file passes every name on to another library. */
int __stdcall DllMainCRTStartup(void *self, unsigned long reason, void *reserved) { return 1; }
