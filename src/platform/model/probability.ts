/** A number in [0, 1]. Confidences shown or stored are calibrated probabilities, never raw scores. */
export type Probability = number
