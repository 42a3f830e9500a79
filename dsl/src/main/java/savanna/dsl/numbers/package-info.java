/** The number policy: how far numbers may be apart and still be one, for hashing and for simplification. */
package savanna.dsl.numbers;
