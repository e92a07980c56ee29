"""What layers do, one op a rule: output shape, weights, parameter formula, MACs. An op knows no framework."""
