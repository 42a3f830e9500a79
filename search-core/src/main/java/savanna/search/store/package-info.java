/** What a run writes down: an SQLite file in a folder, or in memory, with a table a subject; and queries over it. */
@API(status = API.Status.EXPERIMENTAL)
package savanna.search.store;

import org.apiguardian.api.API;
