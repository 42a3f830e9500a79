/** Help with words that were misspelled. */
@API(status = API.Status.INTERNAL)
package savanna.dsl.text;

import org.apiguardian.api.API;
