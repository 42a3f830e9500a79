/**
 * Simplification by algebra: a program as equations over an expression graph, rules in the program language, normal
 * forms of linear parts and products, linear changes of state, and a derivation that records every step with what
 * proves it.
 */
@API(status = API.Status.EXPERIMENTAL)
package savanna.dsl.algebra;

import org.apiguardian.api.API;
