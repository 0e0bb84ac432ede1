/* Layers and activations of Keras that TensorFlow.js lacks, made known to it by being imported. */
import "./activations.ts"
import "./attention.ts"
import "./convolving.ts"
import "./gru.ts"
import "./pointwise.ts"
import "./normalising.ts"
import "./reshaping.ts"
import "./resizing.ts"
