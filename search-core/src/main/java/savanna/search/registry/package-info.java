/** Parts that are found by name, those of other jars included. */
package savanna.search.registry;
