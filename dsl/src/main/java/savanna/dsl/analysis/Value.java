package savanna.dsl.analysis;

/**
 * What a variable holds: its normal form, and a hash of exactly how it is computed. Two values of one normal form may differ by
 * rounding; of one exact hash they don't.
 */
record Value(Term term, long exact) {}
