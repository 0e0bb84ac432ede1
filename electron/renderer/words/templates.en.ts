/** Title and description of each template, by its id. */
export const templatesEn = {
  digits: [
    "Handwritten digits",
    "A convolutional network reads 1,797 scanned digits, passes a gate and becomes a service.",
  ],
  mnist: ["MNIST", "Native TensorFlow learns 60,000 handwritten digits in minutes, to 99.4 % and more."],
  text: [
    "Sentiment of sentences",
    "An embedding network tells praise from complaint, and is held against counted words.",
  ],
  table: [
    "Rows of a table",
    "Mixed columns with gaps: prepared, trained, sliced and explained; the service takes raw rows.",
  ],
  forecast: [
    "Forecast a series",
    "A week of hourly bike rentals gives the next 24 hours, and beats last week’s figures.",
  ],
  diagnosis: [
    "Benign or malignant",
    "30 measures of a biopsy tell tumours apart; the threshold is chosen for what a missed one costs.",
  ],
  regression: [
    "A number from a table",
    "How far will a disease have come in a year? A forecast of numbers, held against the mean and a straight line.",
  ],
  transfer: [
    "Few examples",
    "What a network learnt of some classes helps with others: five examples each, against starting from nothing.",
  ],
  detection: [
    "Find and name",
    "Where are the digits in a picture, and which are they? One look at a grid of cells, judged as COCO does.",
  ],
  python: [
    "PyTorch and Keras",
    "Python cells in the same graph: three networks learn the same rows and are judged by the same report.",
  ],
  anomaly: ["Anomalies", "A network learns what normal readings look like and names the sensor that is off."],
  speech: [
    "Who is speaking",
    "A fifth of a second tells nine speakers apart: convolutions over time, held against a straight line.",
  ],
  recommend: [
    "What goes together",
    "From what somebody has, ten things that are wanted next: held against the most popular ones.",
  ],
  maintenance: [
    "Before it breaks",
    "Wear shows in vibration and heat: which machine fails within a fortnight, and what does acting on it save?",
  ],
  curve: ["Fit a curve", "The smallest pipeline: noisy points, two layers, a line through them."],
  empty: ["Empty notebook", "A blank page with the TypeScript kernel."],
}
