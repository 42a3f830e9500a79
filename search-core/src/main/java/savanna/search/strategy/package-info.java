/** The strategies of a search: regularized evolution on Jenetics, and the baselines that stand on it. */
package savanna.search.strategy;
