#![doc = include_str!("README.md")]

mod answer;
mod ask;
mod bounds;
mod kept;
mod run;

pub use bounds::Bounds;

use kept::Kept;

/// The answer to one request, JSON in and JSON out; rules come with the request. `docs/json.md` has
/// every request with its answer.
///
/// ```
/// let answer = visao::request(r#"{ "request": "grade",
///     "rules": { "luat.luat": "bản ghi T\n  trường x: số\n  tính y = x * 2\n" },
///     "records": { "T": [{ "x": 1.5 }] } }"#);
/// assert!(answer.starts_with(r#"{"door":1,"answer":"graded","decisions":"#));
/// assert!(answer.contains(r#""derived":{"y":"3"}"#));
///
/// let answer = visao::request("gì cơ?");
/// assert!(answer.contains(r#""code":"E270""#));
/// ```
pub fn request(json: &str) -> String {
    Session::default().request(json)
}

/// A door that keeps loaded rules under names, for hosts that load once and grade often. It may be
/// used from several threads at once.
///
/// ```
/// let session = visao::Session::default();
/// let rules = r#"{ "luat.luat": "bản ghi T\n  trường x: số\n  tính y = x * 2\n" }"#;
/// session.request(&format!(r#"{{ "request": "load", "name": "hai", "rules": {rules} }}"#));
/// let answer =
///     session.request(r#"{ "request": "grade", "rules": "hai", "records": { "T": [{ "x": 4 }] } }"#);
/// assert!(answer.contains(r#""derived":{"y":"8"}"#));
/// ```
#[derive(Debug, Default)]
pub struct Session {
    kept: Kept,
    bounds: Bounds,
}

impl Session {
    /// A session with other bounds than the default ones.
    pub fn with_bounds(bounds: Bounds) -> Session {
        Session { bounds, ..Session::default() }
    }

    /// The answer to one request; see [`request`].
    pub fn request(&self, json: &str) -> String {
        run::run(json, &self.kept, &self.bounds)
    }
}
