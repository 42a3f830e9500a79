/** Files that may be larger than memory. */
package savanna.tasks.file;
