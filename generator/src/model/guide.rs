//! The operations that the examples on the crate page call.

use crate::api::Media;
use crate::model::{BodyContent, Expression, Model, Operation, SAMPLE};

/// The operations that the examples on the crate page call.
#[derive(Debug)]
pub struct Guide<'m, 'a> {
    /// An operation whose result has a sample, or else any operation.
    pub first: Option<GuideCall<'m, 'a>>,
    /// An operation with pages.
    pub paged: Option<GuideCall<'m, 'a>>,
    /// An operation whose response is a stream of items.
    pub streamed: Option<GuideCall<'m, 'a>>,
}

/// A call of an operation.
#[derive(Debug)]
pub struct GuideCall<'m, 'a> {
    /// The operation.
    pub operation: &'m Operation<'a>,
    /// Samples of the arguments.
    pub arguments: Vec<Expression<'a>>,
    /// A sample of the result.
    pub output: Option<Expression<'a>>,
}

impl<'a> Model<'a> {
    /// Returns the operations that the examples on the crate page call.
    pub fn guide(&self) -> Guide<'_, 'a> {
        let has_output = |operation: &Operation<'a>| self.sample_output(operation).is_some();
        Guide {
            first: self.guide_call(has_output).or_else(|| self.guide_call(|_| true)),
            paged: self.guide_call(|operation| operation.paging.is_some()),
            streamed: self.guide_call(Operation::is_streamed),
        }
    }

    /// Returns the first matching operation that is not deprecated and whose arguments have samples.
    fn guide_call(&self, is: impl Fn(&Operation<'a>) -> bool) -> Option<GuideCall<'_, 'a>> {
        let mut operations =
            self.operations.iter().filter(|it| !it.described.docs.deprecated && is(it));
        operations.find_map(|operation| {
            let arguments = self.sample_arguments(operation)?;
            Some(GuideCall { operation, arguments, output: self.sample_output(operation) })
        })
    }

    /// Returns samples of the required arguments of a call.
    fn sample_arguments(&self, operation: &Operation<'a>) -> Option<Vec<Expression<'a>>> {
        let required = operation.parameters.iter().filter(|parameter| parameter.described.required);
        let arguments = required.map(|parameter| self.passed(parameter, SAMPLE));
        let mut arguments: Vec<_> = arguments.collect::<Option<_>>()?;
        if let Some(body) = operation.body.as_ref().filter(|body| body.described.required) {
            let (form, media) = body.forms.first().zip(body.described.forms.first())?;
            arguments.push(match (&form.content, media) {
                (BodyContent::Text, _) => Expression::Text("abc".to_owned()),
                (_, Media::Multipart { .. }) => return None,
                _ => self.sent(form, media.shape()?, body.forms.len() == 1, SAMPLE)?,
            });
        }
        Some(arguments)
    }
}
