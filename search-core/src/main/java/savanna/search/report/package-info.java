/** The story of a run as one HTML file that needs no network. */
package savanna.search.report;
