/**
 * What a program computes, found without running it: kinds, liveness, findings, and the hash that equal functions
 * share.
 */
@API(status = API.Status.EXPERIMENTAL)
package savanna.dsl.analysis;

import org.apiguardian.api.API;
