// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/export/label_studio_config.h"

namespace steplight {

const char* const labelStudioConfig = R"(<View>
  <Image name="image" valueList="$images"/>
  <RectangleLabels name="box" toName="image">
    <Label value="perception"/>
    <Label value="reasoning"/>
    <Label value="knowledge"/>
    <Label value="format"/>
    <Label value="answer"/>
    <Label value="none"/>
  </RectangleLabels>
  <PolygonLabels name="polygon" toName="image">
    <Label value="perception"/>
    <Label value="reasoning"/>
    <Label value="knowledge"/>
    <Label value="format"/>
    <Label value="answer"/>
    <Label value="none"/>
  </PolygonLabels>
  <KeyPointLabels name="point" toName="image">
    <Label value="perception"/>
    <Label value="reasoning"/>
    <Label value="knowledge"/>
    <Label value="format"/>
    <Label value="answer"/>
    <Label value="none"/>
  </KeyPointLabels>
  <Number name="step" toName="image" perRegion="true"/>
  <Choices name="shape" toName="image" perRegion="true">
    <Choice value="selection"/>
  </Choices>
  <Choices name="kind" toName="image" perRegion="true">
    <Choice value="absent"/>
  </Choices>
  <Number name="span_begin" toName="image" perRegion="true"/>
  <Number name="span_end" toName="image" perRegion="true"/>
  <Text name="question" value="$question"/>
  <Choices name="rating_trace" toName="question" showInline="true">
    <Choice value="skipped"/>
    <Choice value="cannot-judge"/>
    <Choice value="bad-question"/>
    <Choice value="wrong-key"/>
  </Choices>
  <Choices name="error_trace" toName="question" showInline="true">
    <Choice value="perception"/>
    <Choice value="reasoning"/>
    <Choice value="knowledge"/>
    <Choice value="format"/>
    <Choice value="answer"/>
  </Choices>
  <TextArea name="reason_trace" toName="question"/>
  <TextArea name="comment_trace" toName="question"/>
  <TextArea name="overrules-mc_trace" toName="question"/>
  <TextArea name="overrules-judge_trace" toName="question"/>
  <TextArea name="overrules-prm_trace" toName="question"/>
  <Choices name="visible_trace" toName="question" showInline="true">
    <Choice value="blind"/>
    <Choice value="commit-then-reveal"/>
    <Choice value="open"/>
  </Choices>
  <TextArea name="guideline_trace" toName="question"/>
  <Number name="date_trace" toName="question"/>
  <Number name="time_trace" toName="question"/>
  <TextArea name="annotator_trace" toName="question"/>
  <Repeater on="$steps" indexFlag="{{idx}}">
    <Text name="step_{{idx}}" value="$steps[{{idx}}].action"/>
    <Choices name="rating_{{idx}}" toName="step_{{idx}}" showInline="true">
      <Choice value="1"/>
      <Choice value="0"/>
      <Choice value="-1"/>
      <Choice value="skipped"/>
      <Choice value="cannot-judge"/>
    </Choices>
    <Choices name="error_{{idx}}" toName="step_{{idx}}" showInline="true">
      <Choice value="perception"/>
      <Choice value="reasoning"/>
      <Choice value="knowledge"/>
      <Choice value="format"/>
      <Choice value="answer"/>
    </Choices>
    <TextArea name="reason_{{idx}}" toName="step_{{idx}}"/>
    <TextArea name="comment_{{idx}}" toName="step_{{idx}}"/>
    <TextArea name="overrules-mc_{{idx}}" toName="step_{{idx}}"/>
    <TextArea name="overrules-judge_{{idx}}" toName="step_{{idx}}"/>
    <TextArea name="overrules-prm_{{idx}}" toName="step_{{idx}}"/>
    <TextArea name="rewrite_{{idx}}" toName="step_{{idx}}"/>
    <Choices name="visible_{{idx}}" toName="step_{{idx}}" showInline="true">
      <Choice value="blind"/>
      <Choice value="commit-then-reveal"/>
      <Choice value="open"/>
    </Choices>
    <TextArea name="guideline_{{idx}}" toName="step_{{idx}}"/>
    <Number name="date_{{idx}}" toName="step_{{idx}}"/>
    <Number name="time_{{idx}}" toName="step_{{idx}}"/>
    <Number name="mc_{{idx}}" toName="step_{{idx}}"/>
    <Number name="won_{{idx}}" toName="step_{{idx}}"/>
    <Number name="drawn_{{idx}}" toName="step_{{idx}}"/>
    <Number name="judge_{{idx}}" toName="step_{{idx}}"/>
    <TextArea name="analysis_{{idx}}" toName="step_{{idx}}"/>
    <Number name="prm_{{idx}}" toName="step_{{idx}}"/>
    <Number name="given_{{idx}}" toName="step_{{idx}}"/>
  </Repeater>
</View>
)";

} // namespace steplight
