// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include "storage/trees.h"
#include "storage/upkeep.h"

namespace steplight {
namespace {

struct TreesTest : ProjectTest {
    std::string trace = add("a", 4);
    Question question = traceQuestion(project, trace);
    std::vector<Step> steps = traceSteps(project, trace);

    /// Root; 1 = the first two steps; 2 = a third beside the trace's; 3 = the trace's third.
    SearchTree grown(int number = 0) const
    {
        SearchTree tree{question.id, {"policy", "", "", "", "run"}, number, {}};
        tree.nodes = {{0, -1, {}, 0.5, 2, 4, 1, {}, {{"See: …", true, 9}, {"?\xff", false, 2}}},
                      {1, 0, {steps[0], steps[1]}, 0.25, 1, 4, 0, 0.7, {}},
                      {2, 1, {{Section::reasoning, "another"}}, 0.0, 0, 4, 0, 0.8, {}},
                      {3, 1, {steps[2]}, {}, 0, 0, 0, {}, {}}};
        return tree;
    }
};

TEST_F(TreesTest, aTreeComesBack)
{
    EXPECT_EQ(addNodes(project, grown()), 0);
    EXPECT_EQ(addNodes(project, grown(3)), 0);
    reopen();
    const auto trees = searchTrees(project, question.id);
    ASSERT_EQ(trees.size(), 2u);
    EXPECT_EQ(trees[1].number, 3);
    EXPECT_EQ(trees[0].source, grown().source);
    const auto& nodes = trees[0].nodes;
    ASSERT_EQ(nodes.size(), 4u);
    EXPECT_EQ(nodes[0].parent, -1);
    EXPECT_EQ(nodes[0].rollouts[0].text, "See: …");
    EXPECT_TRUE(nodes[0].rollouts[0].right);
    EXPECT_EQ(nodes[0].rollouts[1].text, "?\uFFFD");
    EXPECT_EQ(nodes[0].rollouts[1].tokens, 2);
    EXPECT_EQ(nodes[1].steps[0].section, Section::perception);
    EXPECT_EQ(nodes[1].steps[1].text, steps[1].text);
    EXPECT_EQ(nodes[1].value, 0.25);
    EXPECT_EQ(nodes[1].prior, 0.7);
    EXPECT_EQ(nodes[2].value, 0.0);
    EXPECT_FALSE(nodes[3].value) << "0 of 0 is no estimate";
    EXPECT_TRUE(searchTrees(project, "none").empty());
    EXPECT_EQ(checkProject(project), std::vector<std::string>{});
}

TEST_F(TreesTest, aRootBeginsItsTreeAnew)
{
    SearchTree tree = grown();
    addNodes(project, tree);
    tree.nodes.resize(1);
    addNodes(project, tree);
    EXPECT_EQ(searchTrees(project, question.id).at(0).nodes.size(), 1u);
    tree = grown();
    tree.nodes.erase(tree.nodes.begin()); // the rest comes later
    EXPECT_EQ(addNodes(project, tree), 0);
    EXPECT_EQ(searchTrees(project, question.id).at(0).nodes.size(), 4u);
}

TEST_F(TreesTest, nodesThatHangNowhereAreLeftOut)
{
    SearchTree tree = grown();
    tree.nodes[1].node = 9; // 2 and 3 lose their parent
    tree.nodes.push_back({10, 9, {}, {}, 0, 0, 0, {}, {}});
    tree.nodes.push_back({10, 0, {}, {}, 0, 0, 0, {}, {}}); // taken
    tree.nodes.push_back({11, 12, {}, {}, 0, 0, 0, {}, {}});
    EXPECT_EQ(addNodes(project, tree), 4);
    EXPECT_EQ(searchTrees(project, question.id).at(0).nodes.size(), 3u);
    tree.questionId = "none";
    EXPECT_THROW(addNodes(project, tree), StorageError);
}

TEST_F(TreesTest, aTraceKnowsTheNodesThatItPasses)
{
    addNodes(project, grown());
    addNodes(project, grown(2));
    const auto passed = nodesOnTrace(project, trace);
    ASSERT_EQ(passed.size(), 4u); // two in each, not the one beside
    EXPECT_EQ(passed[0].step, 1);
    EXPECT_EQ(passed[0].node, 1);
    EXPECT_EQ(passed[1].step, 2);
    EXPECT_EQ(passed[1].node, 3);
    EXPECT_EQ(passed[3].tree, 2);
    EXPECT_TRUE(nodesOnTrace(project, add("b")).empty()) << "another question";
}

} // namespace
} // namespace steplight
