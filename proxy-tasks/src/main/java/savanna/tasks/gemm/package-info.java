/** Products of matrices in flat arrays, native and in plain Java. */
package savanna.tasks.gemm;
