/**
 * Tables of comma-separated values as they are found: what is a header, a label, a missing value, and what is left out.
 */
@API(status = API.Status.INTERNAL)
package savanna.tasks.csv;

import org.apiguardian.api.API;
