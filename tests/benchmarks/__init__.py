"""Speed and memory, as ratios against the tools' own critical path or a peer, measured in one run."""
