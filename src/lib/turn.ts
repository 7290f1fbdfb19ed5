/** Runs `work` once everything that is ready at this moment has been heard: answers that are in, promises that are settled. */
export const afterThisTurn = (work: () => void): void => void setImmediate(work);
