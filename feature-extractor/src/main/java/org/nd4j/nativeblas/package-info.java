/** A class that DL4J looks for in ND4J and no longer finds. */
package org.nd4j.nativeblas;
