/** The reference engine, statement by statement on ND4J arrays; the only package that needs ND4J to run. */
@API(status = API.Status.INTERNAL)
package savanna.dsl.execution.nd4j;

import org.apiguardian.api.API;
