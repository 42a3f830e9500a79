/**
 * Runs programs over flat vectors of parameters: an {@link savanna.dsl.execution.Engine} makes an optimizer of an
 * analyzed program.
 */
@API(status = API.Status.EXPERIMENTAL)
package savanna.dsl.execution;

import org.apiguardian.api.API;
