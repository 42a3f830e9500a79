/** What kind of optimizer a program is, decided by what it does rather than by how it is written. */
package savanna.dsl.family;
