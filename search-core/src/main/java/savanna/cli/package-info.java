/** The command line: one class a command, and how it shows what the library gives. */
@API(status = API.Status.INTERNAL)
package savanna.cli;

import org.apiguardian.api.API;
