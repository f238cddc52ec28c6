//! Content negotiation: the media type of a response (RFC 9110, sections 12.4 and 12.5.1).

use http::HeaderMap;
use http::header::ACCEPT;

use crate::operation::media_type::MediaType;

/// Returns the media type of the response: one with the requested example, else the one that the request prefers, else
/// the first, because the server may choose (RFC 9110, section 12.5.1).
pub(crate) fn accepted<'m>(
    content: &'m [MediaType],
    headers: &HeaderMap,
    example: Option<&str>,
) -> Option<&'m MediaType> {
    let has =
        |media: &&MediaType| media.examples.iter().any(|(name, _)| Some(name.as_str()) == example);
    content
        .iter()
        .find(has)
        .or_else(|| preferred(content, &Ranges::read(headers)))
        .or(content.first())
}

/// Returns `true` if a request accepts none of the media types.
pub(crate) fn refuses(content: &[MediaType], headers: &HeaderMap) -> bool {
    !content.is_empty() && preferred(content, &Ranges::read(headers)).is_none()
}

/// Returns the media type with the highest quality. Of equals, a documented range such as `*/*` comes last, and the first one
/// is chosen.
fn preferred<'m>(content: &'m [MediaType], ranges: &Ranges) -> Option<&'m MediaType> {
    let rated = content.iter().map(|media| (ranges.quality(media), media));
    let rated = rated.filter(|((quality, _), _)| *quality > 0);
    rated.rev().max_by_key(|(rating, _)| *rating).map(|(_, media)| media)
}

/// The media ranges of `Accept` with their qualities in thousandths.
struct Ranges(Vec<(MediaType, u16)>);

impl Ranges {
    fn read(headers: &HeaderMap) -> Ranges {
        let values = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
        let ranges = values
            .flat_map(|value| value.split(','))
            .map(|range| (MediaType::named(range), quality(range)));
        Ranges(ranges.filter(|(media, _)| !media.name.is_empty()).collect())
    }

    /// Returns the quality that the most specific range gives a media type, and `true` if the range accepts all of it. Without
    /// any range, everything is accepted.
    fn quality(&self, media: &MediaType) -> (u16, bool) {
        if self.0.is_empty() {
            return (1000, true);
        }
        let fits = self.0.iter().filter_map(|(range, quality)| {
            let whole = range.fit(&media.name).map(|exactness| (exactness, *quality, true));
            // A documented range contains media types that match the accepted one.
            whole.or_else(|| media.fit(&range.name).map(|_| (0, *quality, false)))
        });
        let best = fits.rev().max_by_key(|(exactness, ..)| *exactness);
        best.map_or((0, false), |(_, quality, is_whole)| (quality, is_whole))
    }
}

/// Returns the quality of a range: `q=0.5`. It is 1 if it is missing or invalid.
fn quality(range: &str) -> u16 {
    let parameters = range.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let mut weights = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
    let weight = weights.next().and_then(|(_, weight)| weight.trim().parse::<f32>().ok());
    // The cast saturates, and NaN becomes 0.
    weight.map_or(1000, |weight| (weight.clamp(0.0, 1.0) * 1000.0) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(accept: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, accept.parse().unwrap());
        headers
    }

    #[test]
    fn the_form_is_the_one_that_the_request_prefers() {
        let content = [
            MediaType::named("application/json"),
            MediaType::named("text/csv"),
            MediaType::named("text/plain"),
        ];
        for (accept, expected) in [
            ("text/*;q=0.5, image/png", "text/csv"),
            ("*/*", "application/json"),
            ("application/json;q=0.5, text/plain", "text/plain"),
            ("*/*;q=0.1, text/csv;q=0.2", "text/csv"),
            ("text/*, text/csv;q=0", "text/plain"),
            ("application/json; charset=utf-8", "application/json"),
            ("image/png", "application/json"),
        ] {
            let found = accepted(&content, &headers(accept), None).map(|media| media.name.as_str());
            assert_eq!(found, Some(expected), "{accept}");
        }
    }

    #[test]
    fn a_documented_range_is_for_the_media_types_beside_it() {
        let content = [MediaType::named("*/*"), MediaType::named("application/json")];
        for (accept, expected) in [
            ("application/json", "application/json"),
            ("application/json, text/plain", "application/json"),
            ("text/csv", "*/*"),
            ("*/*", "*/*"),
        ] {
            let found = accepted(&content, &headers(accept), None).map(|media| media.name.as_str());
            assert_eq!(found, Some(expected), "{accept}");
        }
    }

    #[test]
    fn what_is_accepted_may_not_be_there() {
        let content = [MediaType::named("application/json"), MediaType::named("text/*")];
        for (accept, expected) in [
            ("image/png", true),
            ("application/json;q=0, image/*", true),
            ("text/csv", false),
            ("*/*;q=0.001", false),
            ("", false),
        ] {
            assert_eq!(refuses(&content, &headers(accept)), expected, "{accept}");
        }
        assert!(!refuses(&[], &headers("image/png")));
        assert!(!refuses(&content, &HeaderMap::new()));
    }
}
