/**
 * Configs as records: built in code or read from YAML, with one definition of keys, defaults and ranges, from which
 * documentation and schema are written.
 */
@API(status = API.Status.EXPERIMENTAL)
package savanna.search.config;

import org.apiguardian.api.API;
