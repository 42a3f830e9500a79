/** Charts over two axes as SVG: one look for figures, learning curves and the report's page. */
@API(status = API.Status.INTERNAL)
package savanna.search.chart;

import org.apiguardian.api.API;
