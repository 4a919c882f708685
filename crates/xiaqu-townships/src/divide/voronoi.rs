//! Nearest-site borders: the dual of a Delaunay triangulation, chained into arcs between junctions.

use spade::{DelaunayTriangulation, HasPosition, Point2, Triangulation};
use xiaqu_model::LocalXy;

use super::{division::Site, point_grid::PointGrid};

/// Smallest and largest corner of a box, in metres.
pub(super) type Bounds = (LocalXy, LocalXy);

/// A border between two owners; closed if it ends where it starts.
#[derive(Clone, Debug)]
pub(super) struct Arc<M> {
    pub(super) points: Vec<LocalXy>,
    pub(super) left: M,
    pub(super) right: M,
}

struct Vertex<M> {
    position: Point2<f64>,
    /// `None` on the far-away frame that keeps every cell of the county bounded.
    owner: Option<M>,
}

impl<M> HasPosition for Vertex<M> {
    type Scalar = f64;

    fn position(&self) -> Point2<f64> {
        self.position
    }
}

/// The triangulated sites of one label.
pub(super) struct Tessellation<M> {
    triangulation: DelaunayTriangulation<Vertex<M>>,
    sites: Vec<Site<M>>,
    bounds: Bounds,
    pub(super) sites_in_same_position: usize,
}

impl<M: Copy + Ord> Tessellation<M> {
    /// Triangulates, and keeps the places of the sites at the same time; `None` without a usable site. Of sites in one
    /// position the smallest owner's stays.
    pub(super) fn with_places(mut sites: Vec<Site<M>>, bounds: Bounds) -> Option<(Self, PointGrid<()>)>
    where
        M: Send,
    {
        sites.retain(|site| site.position.x.is_finite() && site.position.y.is_finite());
        let place = |site: &Site<M>| (site.position.x, site.position.y);
        sites.sort_by(|one, other| {
            let ((x_1, y_1), (x_2, y_2)) = (place(one), place(other));
            x_1.total_cmp(&x_2).then(y_1.total_cmp(&y_2)).then(one.owner.cmp(&other.owner))
        });
        let mut sites_in_same_position = 0;
        sites.dedup_by(|later, kept| {
            let same = place(later) == place(kept);
            if same && later.owner == kept.owner {
                kept.protected |= later.protected;
            } else if same {
                sites_in_same_position += 1;
            }
            same
        });
        let mut reach = [bounds.0, bounds.1].into_iter().chain(sites.iter().map(|site| site.position));
        let first = reach.next()?;
        let (low, high) = reach.fold((first, first), |(low, high), point| {
            let low = LocalXy { x: low.x.min(point.x), y: low.y.min(point.y) };
            (low, LocalXy { x: high.x.max(point.x), y: high.y.max(point.y) })
        });
        let mut vertices: Vec<Vertex<M>> = frame_around(low, high);
        vertices.extend(sites.iter().map(|site| Vertex {
            // Adding zero turns a negative zero into the only zero that the triangulation takes.
            position: Point2::new(site.position.x + 0.0, site.position.y + 0.0),
            owner: Some(site.owner),
        }));
        if sites.is_empty() {
            return None;
        }
        let positions: Vec<LocalXy> = sites.iter().map(|site| site.position).collect();
        let places = || PointGrid::of(positions.into_iter().map(|position| (position, ())));
        let (triangulation, places) = rayon::join(|| DelaunayTriangulation::bulk_load(vertices), places);
        Some((Self { triangulation: triangulation.ok()?, sites, bounds, sites_in_same_position }, places))
    }

    /// The sites that count.
    pub(super) fn sites(&self) -> &[Site<M>] {
        &self.sites
    }

    /// Owner of the site nearest to a point of the county.
    pub(super) fn nearest_owner(&self, point: LocalXy) -> Option<M> {
        self.triangulation.nearest_neighbor(Point2::new(point.x, point.y))?.data().owner
    }

    /// All borders between owners inside the bounds, in a fixed order.
    pub(super) fn arcs(&self) -> Vec<Arc<M>> {
        let links = self.links();
        let at_nodes = LinksAtNodes::of(&links);
        let mut chained = vec![false; links.len()];
        let mut arcs = Vec::new();
        // First the arcs that start at junctions, then what is left: closed ones.
        let starts = at_nodes.by_node().filter(|links| links.len() != 2).flatten().copied();
        let anywhere = links.iter().enumerate().map(|(position, link)| (link.nodes.0, position));
        for (node, link) in starts.chain(anywhere) {
            if !chained[link] {
                arcs.extend(cut_to_bounds(&chain(&links, &at_nodes, &mut chained, (node, link)), self.bounds));
            }
        }
        arcs
    }

    fn links(&self) -> Vec<Link<M>> {
        let mut links = Vec::new();
        for edge in self.triangulation.undirected_edges() {
            let edge = edge.as_directed();
            let (Some(left), Some(right)) = (edge.from().data().owner, edge.to().data().owner) else { continue };
            let (Some(end), Some(start)) = (edge.face().as_inner(), edge.rev().face().as_inner()) else { continue };
            if left != right {
                let centre = |point: Point2<f64>| LocalXy { x: point.x, y: point.y };
                links.push(Link {
                    nodes: (start.index(), end.index()),
                    points: (centre(start.circumcenter()), centre(end.circumcenter())),
                    left,
                    right,
                });
            }
        }
        links
    }
}

/// The Voronoi edge across one Delaunay edge; nodes are triangles.
struct Link<M> {
    nodes: (usize, usize),
    points: (LocalXy, LocalXy),
    left: M,
    right: M,
}

/// The links that meet at each node: node and link, in order.
struct LinksAtNodes {
    rows: Vec<(usize, usize)>,
}

impl LinksAtNodes {
    fn of<M>(links: &[Link<M>]) -> Self {
        let ends = |(position, link): (usize, &Link<M>)| [(link.nodes.0, position), (link.nodes.1, position)];
        let mut rows: Vec<(usize, usize)> = links.iter().enumerate().flat_map(ends).collect();
        rows.sort_unstable();
        Self { rows }
    }

    fn by_node(&self) -> impl Iterator<Item = &[(usize, usize)]> {
        self.rows.chunk_by(|one, next| one.0 == next.0)
    }

    fn at(&self, node: usize) -> &[(usize, usize)] {
        let start = self.rows.partition_point(|(other, _)| *other < node);
        let later = self.rows.get(start..).unwrap_or_default();
        let count = later.iter().take_while(|(other, _)| *other == node).count();
        later.get(..count).unwrap_or_default()
    }
}

fn chain<M: Copy + Ord>(
    links: &[Link<M>],
    at_nodes: &LinksAtNodes,
    chained: &mut [bool],
    (mut node, mut link): (usize, usize),
) -> Arc<M> {
    let first = &links[link];
    let runs_along = first.nodes.0 == node;
    let (left, right) = if runs_along { (first.left, first.right) } else { (first.right, first.left) };
    let mut points = vec![if runs_along { first.points.0 } else { first.points.1 }];
    loop {
        chained[link] = true;
        let (end, point) = match &links[link] {
            forward if forward.nodes.0 == node => (forward.nodes.1, forward.points.1),
            backward => (backward.nodes.0, backward.points.0),
        };
        points.push(point);
        node = end;
        let onward = Some(at_nodes.at(node)).filter(|links| links.len() == 2);
        let Some((_, next)) = onward.and_then(|links| links.iter().find(|(_, next)| !chained[*next])) else { break };
        link = *next;
    }
    Arc { points, left, right }
}

/// Sixteen points on a circle of ten times the extent.
fn frame_around<M>(low: LocalXy, high: LocalXy) -> Vec<Vertex<M>> {
    let radius = 10.0 * low.distance_to(high).max(1_000.0);
    let centre = LocalXy { x: f64::midpoint(low.x, high.x), y: f64::midpoint(low.y, high.y) };
    let on_circle = |step: u32| {
        let angle = std::f64::consts::TAU * f64::from(step) / 16.0;
        Vertex { position: Point2::new(centre.x + radius * angle.cos(), centre.y + radius * angle.sin()), owner: None }
    };
    (0..16).map(on_circle).collect()
}

/// The pieces of an arc inside the bounds, grown by a tenth; what is far outside could not even be put on the lattice.
fn cut_to_bounds<M: Copy>(arc: &Arc<M>, (low, high): Bounds) -> Vec<Arc<M>> {
    let margin = 0.1 * low.distance_to(high) + 100.0;
    let low = LocalXy { x: low.x - margin, y: low.y - margin };
    let high = LocalXy { x: high.x + margin, y: high.y + margin };
    let mut pieces: Vec<Arc<M>> = Vec::new();
    let mut is_open = false;
    for pair in arc.points.windows(2) {
        let Some((enter, leave)) = share_inside((pair[0], pair[1]), low, high) else {
            is_open = false;
            continue;
        };
        let at = |share: f64| LocalXy {
            x: pair[0].x + share * (pair[1].x - pair[0].x),
            y: pair[0].y + share * (pair[1].y - pair[0].y),
        };
        let start = if enter > 0.0 { at(enter) } else { pair[0] };
        let end = if leave < 1.0 { at(leave) } else { pair[1] };
        match pieces.last_mut().filter(|_| is_open && enter <= 0.0) {
            Some(piece) => piece.points.push(end),
            None => pieces.push(Arc { points: vec![start, end], left: arc.left, right: arc.right }),
        }
        is_open = leave >= 1.0;
    }
    pieces
}

/// The shares of a segment at which it enters and leaves a box (Liang and Barsky 1984).
fn share_inside((a, b): (LocalXy, LocalXy), low: LocalXy, high: LocalXy) -> Option<(f64, f64)> {
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (start, run, low, high) in [(a.x, b.x - a.x, low.x, high.x), (a.y, b.y - a.y, low.y, high.y)] {
        if run.abs() < f64::MIN_POSITIVE {
            if start < low || start > high {
                return None;
            }
            continue;
        }
        let (near, far) = ((low - start) / run, (high - start) / run);
        enter = enter.max(near.min(far));
        leave = leave.min(near.max(far));
    }
    (enter < leave).then_some((enter, leave))
}
