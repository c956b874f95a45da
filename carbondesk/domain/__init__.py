"""What carbon accounting is: values and formulas, without input, output, clock or language."""
