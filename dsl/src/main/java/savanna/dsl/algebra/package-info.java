/**
 * Simplification by algebra: a program as equations over an expression graph, rules in the program language, normal
 * forms of linear parts and products, linear changes of state, and a derivation that records every step with what
 * proves it.
 */
package savanna.dsl.algebra;
