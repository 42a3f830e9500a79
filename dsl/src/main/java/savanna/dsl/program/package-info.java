/** Programs as values, and their text: parser, printer, tokens, places of errors. */
@API(status = API.Status.EXPERIMENTAL)
package savanna.dsl.program;

import org.apiguardian.api.API;
