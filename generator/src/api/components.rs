//! Divides a graph into its strongly connected components, by the algorithm of Kosaraju.

#![allow(clippy::indexing_slicing, reason = "tables as long as the graph")]

/// Returns the components of a graph. `edges` has the targets of each node. A component comes before those that it leads to.
pub(crate) fn components(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut finished = Vec::new();
    let mut seen = vec![false; edges.len()];
    for root in 0..edges.len() {
        walk(root, &mut seen, edges, &mut finished);
    }
    let mut back = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate() {
        targets.iter().for_each(|target| back[*target].push(from));
    }
    let mut seen = vec![false; edges.len()];
    let mut components = Vec::new();
    for root in finished.into_iter().rev() {
        let mut component = Vec::new();
        walk(root, &mut seen, &back, &mut component);
        if !component.is_empty() {
            components.push(component);
        }
    }
    components
}

/// Adds the nodes that are reached from a root and were not seen before, each behind those that are reached from it. The
/// stack is a `Vec`, because descriptions may nest deeply.
fn walk(root: usize, seen: &mut [bool], edges: &[Vec<usize>], finished: &mut Vec<usize>) {
    let mut stack = Vec::new();
    if !std::mem::replace(&mut seen[root], true) {
        stack.push((root, edges[root].iter()));
    }
    while let Some((node, left)) = stack.last_mut() {
        match left.next_back() {
            Some(target) if !std::mem::replace(&mut seen[*target], true) => {
                stack.push((*target, edges[*target].iter()));
            }
            Some(_) => {}
            None => {
                finished.push(*node);
                stack.pop();
            }
        }
    }
}
