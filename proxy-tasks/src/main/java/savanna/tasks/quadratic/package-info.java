/** Problems whose curvature is stated: what an optimizer does on them can be worked out. */
@API(status = API.Status.INTERNAL)
package savanna.tasks.quadratic;

import org.apiguardian.api.API;
