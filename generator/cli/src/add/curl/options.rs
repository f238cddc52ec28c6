//! The options of curl and their meanings for a request.

use specwright::report::did_you_mean;

use super::Refusal;
use super::shell::Word;

/// The meaning of an option for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Url,
    Method,
    Header,
    Data,
    DataRaw,
    DataBinary,
    DataUrlencode,
    Json,
    Form,
    FormString,
    Upload,
    UrlQuery,
    User,
    Bearer,
    Cookie,
    UserAgent,
    Referer,
    Range,
    Etag,
    Get,
    Head,
    Netrc,
    /// The option does not change the request.
    Nothing,
    /// The request cannot be described. The text is the help.
    Refused(&'static str),
}

use Meaning as M;

/// The options with a value: long name, short name and meaning.
const WITH_VALUE: [(&str, char, Meaning); 34] = [
    ("url", ' ', M::Url),
    ("request", 'X', M::Method),
    ("header", 'H', M::Header),
    ("data", 'd', M::Data),
    ("data-ascii", ' ', M::Data),
    ("data-raw", ' ', M::DataRaw),
    ("data-binary", ' ', M::DataBinary),
    ("data-urlencode", ' ', M::DataUrlencode),
    ("json", ' ', M::Json),
    ("form", 'F', M::Form),
    ("form-string", ' ', M::FormString),
    ("upload-file", 'T', M::Upload),
    ("url-query", ' ', M::UrlQuery),
    ("user", 'u', M::User),
    ("oauth2-bearer", ' ', M::Bearer),
    ("cookie", 'b', M::Cookie),
    ("user-agent", 'A', M::UserAgent),
    ("referer", 'e', M::Referer),
    ("range", 'r', M::Range),
    ("etag-compare", ' ', M::Etag),
    ("config", 'K', M::Refused("it reads options from a file; give them in the command")),
    ("aws-sigv4", ' ', M::Refused("OpenAPI has no security scheme for signatures")),
    ("request-target", ' ', M::Refused("the path comes from the URL alone")),
    ("variable", ' ', M::Refused("write the value in its place")),
    ("expand-url", ' ', M::Refused("write the value in its place")),
    ("expand-data", ' ', M::Refused("write the value in its place")),
    ("expand-header", ' ', M::Refused("write the value in its place")),
    ("time-cond", 'z', M::Refused("give the header `If-Modified-Since` with `-H`")),
    ("continue-at", 'C', M::Refused("give the header `Range` with `-H`")),
    ("quote", 'Q', M::Refused("this is no request over HTTP")),
    ("ftp-port", 'P', M::Refused("this is no request over HTTP")),
    ("mail-from", ' ', M::Refused("this is no request over HTTP")),
    ("mail-rcpt", ' ', M::Refused("this is no request over HTTP")),
    ("telnet-option", 't', M::Refused("this is no request over HTTP")),
];

/// The options without a value: long name, short name and meaning.
const WITHOUT_VALUE: [(&str, char, Meaning); 9] = [
    ("get", 'G', M::Get),
    ("head", 'I', M::Head),
    ("netrc", 'n', M::Netrc),
    ("netrc-optional", ' ', M::Netrc),
    ("next", ':', M::Refused("add one request at a time")),
    (
        "digest",
        ' ',
        M::Refused("a client has no digest authentication; describe the scheme by hand"),
    ),
    ("ntlm", ' ', M::Refused("a client has no NTLM authentication; describe the scheme by hand")),
    (
        "negotiate",
        ' ',
        M::Refused("a client has no SPNEGO authentication; describe the scheme by hand"),
    ),
    ("upload-flags", ' ', M::Refused("this is no request over HTTP")),
];

/// The options with a value that do not change the request.
const IGNORED_WITH_VALUE: &str = "abstract-unix-socket alt-svc cacert capath cert cert-type ciphers \
    connect-timeout connect-to cookie-jar create-file-mode crlfile curves delegation dns-interface dns-ipv4-addr \
    dns-ipv6-addr dns-servers doh-url dump-header ech egd-file engine etag-save expect100-timeout \
    happy-eyeballs-timeout-ms haproxy-clientip hsts interface ip-tos keepalive-cnt keepalive-time key key-type krb \
    limit-rate local-port login-options max-filesize max-redirs max-time netrc-file noproxy output output-dir \
    parallel-max parallel-max-host pass pinnedpubkey preproxy proto proto-default proto-redir proxy proxy-cacert \
    proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type \
    proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword \
    proxy-tlsuser proxy-user proxy1.0 pubkey random-file rate resolve retry retry-delay retry-max-time sasl-authzid \
    service-name socks4 socks4a socks5 socks5-gssapi-service socks5-hostname speed-limit speed-time stderr \
    tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket \
    vlan-priority write-out";

/// The options without a value that do not change the request.
const IGNORED: &str = "alpn anyauth basic buffer ca-native cert-status clobber compressed compressed-ssh create-dirs \
    crlf disable disallow-username-in-url doh-cert-status doh-insecure fail fail-early fail-with-body false-start \
    form-escape globoff haproxy-protocol http0.9 http1.0 http1.1 http2 http2-prior-knowledge http3 http3-only \
    ignore-content-length include insecure ipv4 ipv6 junk-session-cookies keepalive location location-trusted \
    npn parallel parallel-immediate path-as-is post301 post302 post303 progress-bar progress-meter proxy-anyauth \
    proxy-basic proxy-ca-native proxy-digest proxy-http2 proxy-insecure proxy-negotiate proxy-ntlm \
    proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tlsv1 proxytunnel raw remote-header-name remote-name \
    remote-name-all remote-time remove-on-error retry-all-errors retry-connrefused sessionid show-error \
    show-headers silent skip-existing ssl ssl-allow-beast ssl-auto-client-cert ssl-no-revoke ssl-reqd \
    ssl-revoke-best-effort sslv2 sslv3 styled-output suppress-connect-headers tcp-fastopen tcp-nodelay \
    tls-earlydata tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding trace-ids trace-time verbose xattr";

/// The short names of ignored options: those with a value, and those without.
const IGNORED_SHORT: (&str, &str) = ("cDEmoUwxyY", "012346afgijJkLNOpqRsSvZ#");

/// An option with its value.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) meaning: Meaning,
    pub(super) value: String,
    /// The byte position of the option in the command.
    pub(super) at: usize,
}

/// Reads the options of a command in order. A word that is not an option is a URL.
pub(super) fn read(words: &[Word]) -> Result<Vec<Given>, Refusal> {
    let mut given = Vec::new();
    let mut words = words.iter();
    let mut only_urls = false;
    while let Some(word) = words.next() {
        let at = word.at;
        if only_urls || !word.text.starts_with('-') || word.text == "-" {
            given.push(Given { meaning: M::Url, value: word.text.clone(), at });
        } else if word.text == "--" {
            only_urls = true;
        } else if let Some(long) = word.text.strip_prefix("--") {
            given.push(read_long(long, at, &mut words)?);
        } else {
            read_short(word, &mut words, &mut given)?;
        }
    }
    Ok(given)
}

type Words<'w> = std::slice::Iter<'w, Word>;

fn read_long(long: &str, at: usize, words: &mut Words<'_>) -> Result<Given, Refusal> {
    let (name, inline) = match long.split_once('=') {
        Some((name, value)) => (name, Some(value.to_owned())),
        None => (long, None),
    };
    let with_value =
        WITH_VALUE.iter().find(|(known, ..)| *known == name).map(|(.., meaning)| *meaning);
    let ignored =
        || IGNORED_WITH_VALUE.split_whitespace().any(|known| known == name).then_some(M::Nothing);
    if let Some(meaning) = with_value.or_else(ignored) {
        let value = inline.or_else(|| words.next().map(|word| word.text.clone()));
        let value = value.ok_or_else(|| no_value(at, &format!("--{name}")))?;
        return finish(Given { meaning, value, at }, &format!("--{name}"));
    }
    let positive = name.strip_prefix("no-").unwrap_or(name);
    let flag =
        WITHOUT_VALUE.iter().find(|(known, ..)| *known == name).map(|(.., meaning)| *meaning);
    let ignored =
        || IGNORED.split_whitespace().any(|known| known == positive).then_some(M::Nothing);
    match flag.or_else(ignored) {
        Some(_) if inline.is_some() => Err(Refusal::at(
            at,
            &format!("`--{name}` takes no value"),
            "take away what stands behind `=`",
        )),
        Some(meaning) => finish(Given { meaning, value: String::new(), at }, &format!("--{name}")),
        None => Err(unknown_long(at, name)),
    }
}

/// Returns an error for a refused option, and any other option as it is.
fn finish(given: Given, shown: &str) -> Result<Given, Refusal> {
    match given.meaning {
        M::Refused(why) => {
            Err(Refusal::at(given.at, &format!("`{shown}` cannot be described"), why))
        }
        _ => Ok(given),
    }
}

fn read_short(word: &Word, words: &mut Words<'_>, given: &mut Vec<Given>) -> Result<(), Refusal> {
    let chars = word.text.char_indices().skip(1);
    for (index, short) in chars {
        let at = word.at + index;
        let find = |table: &[(&str, char, Meaning)]| {
            table
                .iter()
                .find(|(_, known, _)| *known == short && short != ' ')
                .map(|(.., meaning)| *meaning)
        };
        let with_value = find(&WITH_VALUE);
        let ignored = |known: &str| known.contains(short).then_some(M::Nothing);
        if let Some(meaning) = with_value.or_else(|| ignored(IGNORED_SHORT.0)) {
            let rest = word.text.get(index + short.len_utf8()..).unwrap_or_default();
            let value = match rest {
                "" => words.next().map(|word| word.text.clone()),
                rest => {
                    Some(rest.strip_prefix('=').filter(|_| short == 'X').unwrap_or(rest).to_owned())
                }
            };
            let value = value.ok_or_else(|| no_value(at, &format!("-{short}")))?;
            given.push(finish(Given { meaning, value, at }, &format!("-{short}"))?);
            return Ok(());
        }
        let Some(meaning) = find(&WITHOUT_VALUE).or_else(|| ignored(IGNORED_SHORT.1)) else {
            let help = "`curl --help all` lists the options; those of curl 8 are read";
            return Err(Refusal::at(at, &format!("`-{short}` is not an option of curl"), help));
        };
        given.push(finish(Given { meaning, value: String::new(), at }, &format!("-{short}"))?);
    }
    Ok(())
}

fn no_value(at: usize, shown: &str) -> Refusal {
    Refusal::at(at, &format!("`{shown}` has no value"), "write the value behind it")
}

fn unknown_long(at: usize, name: &str) -> Refusal {
    let tables = WITH_VALUE.iter().chain(&WITHOUT_VALUE).map(|(name, ..)| *name);
    let ignored = IGNORED.split_whitespace().chain(IGNORED_WITH_VALUE.split_whitespace());
    let help = match did_you_mean(name, tables.chain(ignored)) {
        Some(meant) => format!("did you mean `--{meant}`?"),
        None => "`curl --help all` lists the options; those of curl 8 are read".to_owned(),
    };
    let shown: String = name.chars().take(40).collect();
    Refusal::at(at, &format!("`--{shown}` is not an option of curl"), &help)
}
