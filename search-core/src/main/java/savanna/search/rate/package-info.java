/** Learning rates of programs: multiplied, and matched so that updates keep their size. */
package savanna.search.rate;
