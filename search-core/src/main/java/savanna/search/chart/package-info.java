/** Charts over two axes as SVG: one look for figures, learning curves and the report's page. */
package savanna.search.chart;
