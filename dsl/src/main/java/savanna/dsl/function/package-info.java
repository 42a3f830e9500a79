/**
 * The functions of the language, each a row of a table: kernel, reference, facts, spelling; and the kinds of values
 * that they take and give.
 */
@API(status = API.Status.EXPERIMENTAL)
package savanna.dsl.function;

import org.apiguardian.api.API;
