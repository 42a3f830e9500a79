/** Small random changes of programs that keep them valid. */
@API(status = API.Status.EXPERIMENTAL)
package savanna.search.mutation;

import org.apiguardian.api.API;
