//! Forms: fields whose `encoding` sets a style are read as query parameters, the others by their names.

use http::HeaderMap;

use crate::encoding::{encode, query_pairs};
use crate::operation::parameter::Parameter;
use crate::request::multipart::{FormPart, readings};
use crate::request::parameter::RequestHead;
use crate::request::reading::{self, Reading};

/// Reads an `application/x-www-form-urlencoded` body. `styled` are the fields with a style.
pub(crate) fn read(styled: &[Parameter], text: &str) -> Reading {
    let mut pairs = query_pairs(text);
    pairs.retain(|(name, _)| !is_styled(styled, name));
    let pairs = pairs.into_iter().map(|(name, text)| (name, reading::of_field(text)));
    with_styled(reading::of_form(pairs.collect()), styled, text)
}

/// Reads the parts of a multipart body by their media types. `styled` are the parts with a style.
///
/// # Errors
///
/// Returns an error if a part does not fit its media type.
pub(crate) fn read_parts(styled: &[Parameter], parts: Vec<FormPart>) -> Result<Reading, String> {
    let (mut pairs, mut query) = (Vec::new(), Vec::new());
    for part in parts {
        if is_styled(styled, &part.name) {
            // Only the items of a list are split at commas.
            let text = encode(&String::from_utf8_lossy(&part.bytes)).replace("%2C", ",");
            query.push(format!("{}={text}", encode(&part.name)));
        } else {
            pairs.push((readings(&part)?, part.name));
        }
    }
    let pairs = pairs.into_iter().map(|(readings, name)| (name, readings));
    Ok(with_styled(reading::of_form(pairs.collect()), styled, &query.join("&")))
}

fn is_styled(styled: &[Parameter], name: &str) -> bool {
    styled.iter().any(|field| field.has_pair(name))
}

/// Adds the fields with a style, which are read from a query.
fn with_styled(others: Reading, styled: &[Parameter], query: &str) -> Reading {
    let Reading::Members(mut members) = others else { return others };
    let head = RequestHead { path: &[], query, headers: &HeaderMap::new() };
    for field in styled {
        match field.reading(&head) {
            Reading::TooDeep => return Reading::TooDeep,
            Reading::Whole(readings) if readings.is_empty() => {}
            Reading::Whole(readings) => members.add(field.name.clone(), readings),
            Reading::Members(inner) => members.add_object(field.name.clone(), inner),
        }
    }
    Reading::Members(members)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use specwright::source::Source;

    use super::*;
    use crate::api::Api;
    use crate::request::{Refusal, check};

    const TEXT: &str = "
openapi: 3.2.0
paths:
  /forms:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded: &form
            schema:
              type: object
              properties:
                ids: { type: array, maxItems: 3, items: { type: integer } }
                tags: { type: array, items: { enum: [a, b, 'c d'] } }
                names: { type: array, items: { type: string } }
                deep: { type: object, required: [n], properties: { n: { type: integer }, name: { type: string }, list: { type: array, items: { type: integer } }, in: { properties: { code: { type: string }, on: { type: boolean } } }, either: { anyOf: [{ type: array, items: { type: integer } }, { type: 'null' }] } } }
                meta: { type: object, required: [x] }
                plain: { type: array, items: { type: string } }
            encoding:
              ids: { explode: false }
              tags: { style: pipeDelimited }
              names: { style: spaceDelimited, explode: false }
              deep: { style: deepObject, explode: true }
          multipart/form-data: *form
  /search:
    get:
      parameters:
        - { name: search, in: querystring, required: true, content: { application/x-www-form-urlencoded: { schema: { type: object, required: [q], properties: { q: { type: string }, limit: { type: integer } }, additionalProperties: false } } } }
      security: [{ key: [] }]
  /filter:
    get:
      parameters:
        - { name: filter, in: querystring, content: { application/json: { schema: { type: object, required: [a] } } } }
components: { securitySchemes: { key: { type: apiKey, in: query, name: key } } }
";

    fn checked(path: &str, query: &str, media_type: &str, body: &str) -> Result<(), Vec<String>> {
        let api = Api::new(&Source::from_text("a.yaml", TEXT).unwrap()).unwrap();
        let operation = api.operations.iter().find(|operation| operation.path == path).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("content-type", media_type.parse().unwrap());
        let given = RequestHead { path: &[], query, headers: &headers };
        let result = check(&api, operation, &given, &Bytes::copy_from_slice(body.as_bytes()));
        result.map(|_| ()).map_err(|refusal| match refusal {
            Refusal::Invalid(violations) => {
                let mut texts: Vec<_> = violations.iter().map(ToString::to_string).collect();
                texts.sort();
                texts
            }
            Refusal::Malformed(detail) => vec![detail],
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn joined_lists_are_split_before_they_are_judged() {
        let form = |body| checked("/forms", "", "application/x-www-form-urlencoded", body);
        assert_eq!(form("ids=1,2,3&tags=a%7Cc+d&names=x%20y&plain=a,b&plain=c"), Ok(()));
        assert_eq!(form("ids=1&tags=b"), Ok(()));
        assert_eq!(
            form("ids=1,2,3,4&tags=a|x"),
            Err(vec![
                "`/ids` in the body: it has more than 3 items (`maxItems`)".to_owned(),
                "`/tags/1` in the body: it must be one of `\"a\"`, `\"b\"`, `\"c d\"` (`enum`)"
                    .to_owned(),
            ])
        );
    }

    #[test]
    fn objects_in_forms_are_read_by_their_style_or_as_json() {
        let form = |body| checked("/forms", "", "application/x-www-form-urlencoded", body);
        assert_eq!(form("deep%5Bn%5D=7&deep[list][0]=1&deep[list][1]=2&meta={\"x\":1}"), Ok(()));
        assert_eq!(
            form("deep[list][0]=x&meta={}"),
            Err(vec![
                "`/deep/list/0` in the body: it is not of type \"integer\" (`type`)".to_owned(),
                "`/deep/n` in the body: it is missing (`required`)".to_owned(),
                "`/meta/x` in the body: it is missing (`required`)".to_owned(),
            ])
        );
    }

    #[test]
    fn each_text_of_an_object_is_read_as_its_schema_asks() {
        let form = |body| checked("/forms", "", "application/x-www-form-urlencoded", body);
        assert_eq!(form("deep[n]=7&deep[name]=7"), Ok(()));
        assert_eq!(form("deep[n]=7&deep[name]=7&deep[in][code]=007&deep[in][on]=true"), Ok(()));
        assert_eq!(form("deep[n]=1&deep[name]=1&deep[either][]=2&deep[in][code]=3"), Ok(()));
        assert_eq!(
            form("deep[n]=x&deep[name]=7&deep[in][code]=1&deep[in][on]=1"),
            Err(vec![
                "`/deep/in/on` in the body: it is not of type \"boolean\" (`type`)".to_owned(),
                "`/deep/n` in the body: it is not of type \"integer\" (`type`)".to_owned(),
            ])
        );
    }

    #[test]
    fn joined_lists_in_parts_are_split() {
        let parts = |parts: &[(&str, &str)]| {
            let part = |(name, text): &(&str, &str)| {
                format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
            };
            let body = parts.iter().map(part).collect::<String>() + "--b--\r\n";
            checked("/forms", "", "multipart/form-data; boundary=b", &body)
        };
        assert_eq!(
            parts(&[("ids", "1,2"), ("tags", "a|c d"), ("names", "x y"), ("deep[n]", "1")]),
            Ok(())
        );
        assert_eq!(
            parts(&[("ids", "1,x")]),
            Err(vec!["`/ids/1` in the body: it is not of type \"integer\" (`type`)".to_owned()])
        );
    }

    #[test]
    fn a_parameter_that_is_the_whole_query_is_judged() {
        let search = |query| checked("/search", query, "text/plain", "");
        assert_eq!(search("q=a%20b&limit=7&key=secret"), Ok(()));
        assert_eq!(
            search("limit=x"),
            Err(vec![
                "`/search/limit` in the query: it is not of type \"integer\" (`type`)".to_owned(),
                "`/search/q` in the query: it is missing (`required`)".to_owned(),
            ])
        );
        assert_eq!(
            search("key=k"),
            Err(vec!["`/search` in the query: it is missing (`required`)".to_owned()])
        );
        let filter = |query| checked("/filter", query, "text/plain", "");
        assert_eq!(filter("%7B%22a%22:%22+%22%7D"), Ok(()));
        assert_eq!(filter(""), Ok(()));
        assert_eq!(
            filter("{}"),
            Err(vec!["`/filter/a` in the query: it is missing (`required`)".to_owned()])
        );
        assert_eq!(filter("a=1").unwrap_err().len(), 1);
    }
}
