// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/data_uri.h"
#include "storage/import/judge_verdict.h"
#include "storage/import/solution_text.h"

#include <gtest/gtest.h>

using namespace steplight;

namespace {

const std::string solution = "[Visual Elements]\n<step_1>\nA dog.\n</step_1>\n<step_2>\nA cat.\n"
                             "</step_2>\n\n[Reasoning]\n<step_1>\nTwo.\n</step_1>\n\n"
                             "<correct_answer>\n$\\boxed{2}$\n</correct_answer>";

std::vector<Step> twoAndOne()
{
    return {{Section::perception, "A dog."},
            {Section::perception, "A cat."},
            {Section::reasoning, "Two."}};
}

JudgeVerdict verdictOn(const std::string& reply)
{
    return readVerdict(reply, twoAndOne(), EstimateSource{"judge", {}, {}, {}, {}});
}

} // namespace

TEST(SolutionText, both_headings_of_perception_are_read)
{
    for (const std::string heading : {"[Visual Elements]", "[Perception]"}) {
        std::string text = solution;
        text.replace(0, std::string("[Visual Elements]").size(), heading);
        const auto tagged = readTagged(text, "step");
        ASSERT_EQ(tagged.parts.size(), 3u) << heading;
        EXPECT_EQ(tagged.parts[1].section, Section::perception);
        EXPECT_EQ(tagged.parts[1].text, "A cat.");
        EXPECT_EQ(tagged.parts[2].section, Section::reasoning);
    }
}

TEST(SolutionText, a_step_whose_closing_tag_is_missing_is_left_out_and_order_is_by_number)
{
    const auto tagged = readTagged(
        "[Reasoning]<step_2>b</step_2><step_3>lost<step_1>a</step_1><step_4>d</step_4>", "step");
    ASSERT_EQ(tagged.parts.size(), 3u);
    EXPECT_EQ(tagged.parts[0].text, "a");
    EXPECT_EQ(tagged.parts[2].number, 4);
}

TEST(SolutionText, blanks_are_cut_as_the_data_was_cut)
{
    EXPECT_EQ(trimmed(" \u00A0\ta\u00A0b\u3000\n\u2003"), "a\u00A0b");
    EXPECT_EQ(trimmed("\u00E0"), "\u00E0") << "a letter that ends in the byte A0";
    EXPECT_EQ(trimmed(" \n"), "");
}

TEST(SolutionText, boxed_takes_the_last_and_balances_braces)
{
    EXPECT_EQ(boxed("\\boxed{1} and \\boxed{\\frac{1}{2}}"), "\\frac{1}{2}");
    EXPECT_EQ(boxed("\boxed{7}"), "7") << "\\b read as a backspace";
    EXPECT_EQ(boxed("\\boxed{7"), std::nullopt);
    EXPECT_EQ(boxed("none"), std::nullopt);
}

TEST(SolutionText, final_answer_prefers_the_tag)
{
    EXPECT_EQ(finalAnswer(solution), "2");
    EXPECT_EQ(finalAnswer("<correct_answer>\n3\n</correct_answer>"), "3");
    EXPECT_EQ(finalAnswer("so \\boxed{B}"), "B");
    EXPECT_EQ(finalAnswer("no answer"), "");
}

TEST(SolutionText, answers_are_compared_only_where_it_can_be_told)
{
    EXPECT_EQ(answerCorrect("Yes", "yes"), true);
    EXPECT_EQ(answerCorrect("- 3", "-3"), true);
    EXPECT_EQ(answerCorrect("4", "5"), false);
    EXPECT_EQ(answerCorrect("1.20", "1.2"), true);
    EXPECT_EQ(answerCorrect("(b)", "B"), true);
    EXPECT_EQ(answerCorrect("A", "B"), false);
    EXPECT_EQ(answerCorrect("1,234.5", "1234.5"), true);
    EXPECT_EQ(answerCorrect("12,34", "1234"), std::nullopt) << "no thousands";
    EXPECT_EQ(answerCorrect("1,2", "12"), std::nullopt);
    EXPECT_EQ(answerCorrect("3 4", "34"), std::nullopt);
    EXPECT_EQ(answerCorrect("3,5", "3.5"), std::nullopt);
    EXPECT_EQ(answerCorrect("AH129", "29"), std::nullopt);
    EXPECT_EQ(answerCorrect("large", "small"), std::nullopt);
    EXPECT_EQ(answerCorrect("large", "small", "Which size?\nOptions: small, Large"), false);
    EXPECT_EQ(answerCorrect("huge", "small", "Which size?\nOptions: small, large"), std::nullopt);
    EXPECT_EQ(answerCorrect("", "29"), std::nullopt);
    EXPECT_EQ(answerCorrect("29", ""), std::nullopt);
    Question choice;
    choice.options = {"6", "3", "4", "large"};
    choice.answer = "4";
    EXPECT_EQ(answerCorrect("C", choice), true);
    EXPECT_EQ(answerCorrect("(b)", choice), false);
    EXPECT_EQ(answerCorrect("4.0", choice), true);
    EXPECT_EQ(answerCorrect("Large", choice), false) << "another option";
    EXPECT_EQ(answerCorrect("huge", choice), std::nullopt);
    choice.answer = "d";
    EXPECT_EQ(answerCorrect("large", choice), true);
    EXPECT_EQ(lastLetter("A red one, so (B).", 4), "B");
    EXPECT_EQ(lastLetter("So BC or F, 2B.", 4), "");
    EXPECT_EQ(lastLetter("So B.", 0), "");
}

TEST(SolutionText, the_plain_question_is_taken_out_of_its_prompt)
{
    EXPECT_EQ(plainQuestion("You are …\n<question>\nHow many?\n</question>\nDo"), "How many?");
    EXPECT_EQ(plainQuestion("Solve the matrix.\n\nUse <step_1>"), "Solve the matrix.");
    EXPECT_EQ(plainQuestion("How many?\n\nOne word."), "How many?\n\nOne word.");
}

// Looked for to the end of the text from each of them, this takes minutes.
TEST(SolutionText, tags_without_an_end_cost_no_more_than_others)
{
    std::string text = "[Reasoning]";
    for (int i = 0; i < 200'000; ++i)
        text += "<step_1>";
    const TaggedText tagged = readTagged(text + "x</step_1>", "step");
    EXPECT_EQ(tagged.parts.size(), 1u);
    EXPECT_TRUE(readTagged(text, "step").unreadLast);
}

TEST(JudgeVerdict, correct_means_every_step_is_right)
{
    const auto verdict =
        verdictOn("[Visual Elements]<analysis_1>yes</analysis_1><analysis_2>ok</analysis_2>"
                  "[Reasoning]<analysis_n>odd</analysis_n><conclusion>\nCorrect\n</conclusion>");
    EXPECT_EQ(verdict.reply.correct, true);
    EXPECT_FALSE(verdict.reply.firstError);
    ASSERT_EQ(verdict.estimates.size(), 3u);
    EXPECT_EQ(verdict.estimates[0].analysis, "yes");
    EXPECT_EQ(verdict.estimates[2].value, 1.0);
    EXPECT_EQ(verdict.estimates[2].analysis, "");
}

TEST(JudgeVerdict, the_last_analysis_is_the_first_error_and_later_steps_are_unjudged)
{
    const auto verdict =
        verdictOn("[Perception]<analysis_1>yes</analysis_1><analysis_2>No cat.</analysis_2>"
                  "<conclusion>Incorrect</conclusion>");
    EXPECT_EQ(verdict.reply.correct, false);
    EXPECT_EQ(verdict.reply.firstError, 1);
    ASSERT_EQ(verdict.estimates.size(), 2u);
    EXPECT_EQ(verdict.estimates[0].value, 1.0);
    EXPECT_EQ(verdict.estimates[1].value, 0.0);
    EXPECT_EQ(verdict.estimates[1].analysis, "No cat.");
    EXPECT_EQ(verdictOn("[Visual Elements]<analysis_1>a</analysis_1>[Reasoning]<analysis_1>b"
                        "</analysis_1><conclusion>incorrect</conclusion>")
                  .reply.firstError,
              2)
        << "numbers start anew in each section";
}

TEST(JudgeVerdict, what_cannot_be_read_is_kept_raw_and_not_guessed)
{
    for (const std::string reply :
         {"", "Content filter", "[Visual Elements]<analysis_1>x</analysis_1>",
          "<analysis_1>x</analysis_1><conclusion>Incorrect</conclusion>",
          "[Visual Elements]<conclusion>Incorrect</conclusion>",
          "[Visual Elements]<analysis_3>x</analysis_3><conclusion>Incorrect</conclusion>",
          "[Visual Elements]<analysis_0>x</analysis_0><conclusion>Incorrect</conclusion>",
          "[Reasoning]<analysis_n>x</analysis_n><conclusion>Incorrect</conclusion>",
          "[Visual Elements]<analysis_1>x</analysis_1><analysis_2>no end"
          "<conclusion>Incorrect</conclusion>",
          "[Visual Elements]<analysis_1>x</analysis_1><analysis_2>y</analysis_2>"
          "<analysis_1>of reasoning?</analysis_1><conclusion>Incorrect</conclusion>",
          "[Visual Elements]<analysis_1>x</analysis_1><conclusion>Maybe</conclusion>"}) {
        const auto verdict = verdictOn(reply);
        EXPECT_FALSE(verdict.parsed()) << reply;
        EXPECT_TRUE(verdict.estimates.empty()) << reply;
        EXPECT_EQ(verdict.reply.raw, reply);
    }
}

TEST(DataUri, base64_is_decoded_or_refused)
{
    EXPECT_EQ(decodeBase64("aGVsbG8="), "hello");
    EXPECT_EQ(decodeBase64("aGVs\nbG8"), "hello");
    EXPECT_EQ(decodeBase64("a"), std::nullopt);
    EXPECT_EQ(decodeBase64("aGV$"), std::nullopt);
    EXPECT_EQ(decodeBase64("aG=V"), std::nullopt);
    const auto image = imageFrom("data:image/png;base64,aGVsbG8=");
    EXPECT_EQ(image.bytes, "hello");
    EXPECT_EQ(image.reference,
              "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    EXPECT_EQ(imageFrom("a/b.png").reference, "a/b.png");
    EXPECT_THROW(imageFrom("data:image/png;base64"), BadRow);
    EXPECT_THROW(imageFrom("data:text/plain,hello"), BadRow);
}
