/**
 * Simplification that is measured on a task: what may go because the task does not notice, and constants with fewer
 * digits.
 */
@API(status = API.Status.INTERNAL)
package savanna.search.simplify;

import org.apiguardian.api.API;
