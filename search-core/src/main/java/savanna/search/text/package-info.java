/** How numbers and outcomes are written for people: text is made at the edge, never stored. */
package savanna.search.text;
