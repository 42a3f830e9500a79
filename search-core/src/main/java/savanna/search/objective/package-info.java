/** What is better: fitness and the prices of complexity, in one value that everything compares. */
package savanna.search.objective;
