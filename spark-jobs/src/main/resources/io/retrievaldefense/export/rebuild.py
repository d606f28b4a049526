"""The defence rebuilt from an export, with numpy and onnxruntime alone.

python rebuild.py MODELS INDEX N IMAGES.npy [LABELS.npy]

MODELS and INDEX are the folders written by "model export" and "index export"; IMAGES.npy is
float32 [n, C, H, W] with pixels in [0, 1], LABELS.npy int64 [n].
"""
import sys

import numpy as np
import onnxruntime


class Defence:
    def __init__(self, models, index, neighbors):
        def network(name):
            file = f"{models}/{name}.onnx"
            return onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])

        self.baseline = network("baseline")
        self.extractor = network("extractor")
        self.head = network(f"head-{neighbors}")
        self.neighbors = neighbors
        self.vectors = np.load(f"{index}/vectors.npy")
        self.features = np.load(f"{index}/features.npy", mmap_mode="r")
        self.labels = np.load(f"{index}/labels.npy")
        self.projection = np.load(f"{index}/projection.npy")
        classes = self.baseline.get_outputs()[0].shape[1]
        self.one_hot = np.eye(classes, dtype=np.float32)

    def retrieve(self, h):
        """Rows of the N nearest private vectors, nearest first, ties by id: rows are sorted by it."""
        rows = []
        for query in h @ self.projection.T:
            distances = np.square(self.vectors - query).sum(axis=1)
            rows.append(np.argsort(distances, kind="stable")[: self.neighbors])
        return np.array(rows)

    def logits(self, images):
        (h,) = self.extractor.run(["feature"], {"image": images})
        rows = self.retrieve(h)
        inputs = {
            "feature": h,
            "neighbor_features": self.features[rows],
            "neighbor_labels": self.one_hot[self.labels[rows]],
        }
        return self.head.run(["logits"], inputs)[0]

    def baseline_logits(self, images):
        return self.baseline.run(["logits"], {"image": images})[0]


def predictions(logits, images, batch=200):
    parts = [logits(images[i : i + batch]) for i in range(0, len(images), batch)]
    return np.concatenate(parts).argmax(axis=1)


if __name__ == "__main__":
    models, index, neighbors, images = sys.argv[1:5]
    defence = Defence(models, index, int(neighbors))
    images = np.load(images)
    for name, logits in (("baseline", defence.baseline_logits), ("defence", defence.logits)):
        found = predictions(logits, images)
        if len(sys.argv) > 5:
            correct = (found == np.load(sys.argv[5])).mean()
            print(f"{name}: {100 * correct:.2f} % of {len(found)} images")
        else:
            print(f"{name}: {found.tolist()}")
