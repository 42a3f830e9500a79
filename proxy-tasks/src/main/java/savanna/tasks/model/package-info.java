/** Networks with hand-written forward and backward passes over one flat vector of parameters. */
package savanna.tasks.model;
