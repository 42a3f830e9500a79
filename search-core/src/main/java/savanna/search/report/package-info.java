/** The story of a run as one HTML file that needs no network. */
@API(status = API.Status.EXPERIMENTAL)
package savanna.search.report;

import org.apiguardian.api.API;
