/** How numbers and outcomes are written for people: text is made at the edge, never stored. */
@API(status = API.Status.INTERNAL)
package savanna.search.text;

import org.apiguardian.api.API;
